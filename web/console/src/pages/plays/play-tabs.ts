/** The parts of the page of plays, as its address names them. */
export const PLAY_TABS = ['proposals', 'tasks', 'checklist', 'library', 'past'] as const;
export type PlayTab = (typeof PLAY_TABS)[number];
