/** The steps of making a community, in their order; each is a part of the address. */
export const WIZARD_STEPS = ['basics', 'positioning', 'culture', 'running', 'groups'] as const;
