/** How each standing is toned; its word says it too. */
export const TONES = { good: 'good', warned: 'warn', muted: 'bad', suspended: 'bad', removed: 'bad' } as const;
