export { createSecretBox, deriveKey, type SecretBox, SecretUnreadable } from './secret-box.ts';
