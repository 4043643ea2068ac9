export { createCoalescer, type CoalescerOptions } from './coalescer.ts';
