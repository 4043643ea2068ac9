import { z } from 'zod';

const [FIRST, LAST] = ['1970', '2199'];
const within = (text: string): boolean => text.slice(0, 4) >= FIRST && text.slice(0, 4) <= LAST;
const OUTSIDE = `lies outside of the years ${FIRST} to ${LAST}`;

/** A day that somebody writes; the database knows no year 0, and nobody plans for the year 9000. */
export const givenDay = z.iso.date().refine(within, OUTSIDE);

/** An instant that somebody writes, with its offset. */
export const givenInstant = z.iso.datetime({ offset: true }).refine(within, OUTSIDE);
