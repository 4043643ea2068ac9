import { useMemo } from 'react';
import { zoneLabel } from '../../../../ui/format.ts';
import { DEFAULT_ZONE } from './use-draft.ts';

/** Every time zone to choose from: the usual one and the reader's own first. */
export function useZones(): { value: string; label: string }[] {
  return useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const first = [DEFAULT_ZONE, own].filter((zone, at, all) => zone && all.indexOf(zone) === at);
    return [...first, ...known.filter((zone) => !first.includes(zone))].map((zone) => ({
      value: zone,
      label: `${zone} (${zoneLabel(zone)})`,
    }));
  }, []);
}
