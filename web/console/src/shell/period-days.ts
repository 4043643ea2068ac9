/** How many days until today figures can be of. */
export const PERIOD_DAYS = [7, 28, 90, 365] as const;
export const USUAL_DAYS = 28;
