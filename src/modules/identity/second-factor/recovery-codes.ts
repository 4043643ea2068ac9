import { randomBytes } from 'node:crypto';
import { hashSecret } from '../secret-token.ts';
import { base32 } from './totp.ts';

const COUNT = 10;
const BYTES = 15;

/** New recovery codes: 120 random bits each, in six groups of four. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: COUNT }, () => base32(randomBytes(BYTES)).match(/.{4}/g)!.join('-'));

/** What is kept of a code; however it was typed. */
export const hashRecoveryCode = (code: string): Buffer => hashSecret(code.toUpperCase().replaceAll(/[^A-Z2-7]/g, ''));
