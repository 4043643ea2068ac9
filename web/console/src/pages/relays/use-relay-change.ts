import { relaysKey } from '../../api/relays.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of sessions. */
export const useRelayChange = changeHook(relaysKey);
