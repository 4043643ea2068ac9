/** How a play is done: its steps in their order, and what it should bring. */
export type PlayGuide = { readonly effect: string; readonly steps: readonly string[] };
