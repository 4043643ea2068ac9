import { deliveriesKey } from '../../api/deliveries.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of deliveries or of their rules. */
export const useDeliveryChange = changeHook(deliveriesKey);
