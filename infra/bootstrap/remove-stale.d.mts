export function removeStale(root: string, workspaces: readonly string[]): void;
