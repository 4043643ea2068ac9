export function CommandPalette(_: { community: unknown; onClose: () => void }) {
  return null;
}
