import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { preferenceQuery, setPreference } from '../../api/member-work.ts';

const HIDDEN_AT_FIRST: readonly string[] = ['influence', 'contributions28', 'platforms'];

/** Columns of attributes are hidden until they are asked for. */
const isAttribute = (key: string): boolean => key.startsWith('attribute:');

/** Which columns are shown, as the operator likes it on every machine; undefined until it is known. */
export function useShownColumns(): [((key: string) => boolean) | undefined, (key: string, shown: boolean) => void] {
  const client = useQueryClient();
  const { data, isPending } = useQuery(preferenceQuery);
  const keep = useMutation({ mutationFn: setPreference });
  const list = (name: string): readonly string[] => {
    const value = data?.[name];
    return Array.isArray(value) ? value : name === 'hidden' ? HIDDEN_AT_FIRST : [];
  };
  const [hidden, shown] = [list('hidden'), list('shown')];
  const choose = (key: string, show: boolean) => {
    const without = (keys: readonly string[]) => keys.filter((one) => one !== key);
    const value = isAttribute(key)
      ? { hidden: [...hidden], shown: show ? [...without(shown), key] : without(shown) }
      : { hidden: show ? without(hidden) : [...without(hidden), key], shown: [...shown] };
    client.setQueryData(preferenceQuery.queryKey, value);
    keep.mutate(value);
  };
  const isShown = (key: string): boolean => (isAttribute(key) ? shown.includes(key) : !hidden.includes(key));
  return [isPending ? undefined : isShown, choose];
}
