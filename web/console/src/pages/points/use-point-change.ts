import { pointsKey } from '../../api/points.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of points, their rules or their budgets. */
export const usePointChange = changeHook(pointsKey);

/** Says which request it is: sent twice, it is done once. `crypto.randomUUID` is not there without https. */
export const newRequestKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
