export { coalescerBy } from './coalescer-by.ts';
export { createCoalescer, type CoalescerOptions } from './coalescer.ts';
