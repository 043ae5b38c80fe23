type Folders = readonly string[];
export function digestOfSources(root: string, workspaces: Folders): string;
export function isStamped(file: string, root: string, workspaces: Folders): boolean;
export function writeStamp(file: string, root: string, workspaces: Folders, sources: string): void;
