/** The parts of the address that make a view of the list. */
export const viewParts = ['search', 'kind', 'state', 'origin', 'sort'] as const;
export type ViewAddress = Partial<Record<(typeof viewParts)[number], string>>;
export type SavedView = { readonly name: string; readonly address: ViewAddress };

/** So many views are kept; a later one replaces the oldest. */
const mostKept = 20;
export const longestName = 40;

/** The parts of an address that belong to the view, without empty ones. */
export function viewOf(address: Readonly<Record<string, unknown>>): ViewAddress {
  return Object.fromEntries(
    viewParts.flatMap((part) => {
      const value = address[part];
      return typeof value === 'string' && value !== '' ? [[part, value]] : [];
    }),
  );
}

export function isSameView(one: ViewAddress, other: ViewAddress): boolean {
  return viewParts.every((part) => (one[part] ?? '') === (other[part] ?? ''));
}

/** The views with one more. A view of the same name is replaced. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].slice(-mostKept);
}

/** Reads stored views; anything else that the storage may hold, e.g. of another version, is left out. */
export function parseViews(text: string | null): SavedView[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(stored) ? stored.flatMap(parseView) : [];
  } catch {
    return [];
  }
}

function parseView(stored: unknown): SavedView[] {
  if (typeof stored !== 'object' || stored === null) return [];
  const { name, address } = stored as Partial<Record<keyof SavedView, unknown>>;
  if (typeof name !== 'string' || typeof address !== 'object' || address === null) return [];
  return [{ name: name.slice(0, longestName), address: viewOf(address as Record<string, unknown>) }];
}
