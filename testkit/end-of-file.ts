import { afterAll } from 'vitest';
import { closeAtEnd } from './at-end.ts';

// Read anew for every test file, also where files share a process and with it everything that they import.
afterAll(closeAtEnd);
