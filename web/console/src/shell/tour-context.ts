import { createContext, use } from 'react';

/** Starts the tour of the page on show. */
export const TourContext = createContext<() => void>(() => undefined);
export const useStartTour = (): (() => void) => use(TourContext);
