import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useFormat } from '../../../../ui/use-format.ts';
import { segmentsQuery } from '../../api/segments.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** One of the community's segments. */
export function SegmentChoice(props: {
  label: string;
  value: string | undefined;
  without?: readonly (string | undefined)[];
  placeholder?: string;
  onChange: (id: string | undefined) => void;
}) {
  const { label, value, without = [], placeholder = label, onChange } = props;
  const format = useFormat();
  const community = useCommunity();
  const { data = [], isPending } = useQuery(segmentsQuery(community.id));
  return (
    <Select
      aria-label={label}
      allowClear
      className="q-segment-choice"
      placeholder={placeholder}
      loading={isPending}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      value={isPending ? null : (value ?? null)}
      options={data
        .filter(({ id }) => !without.includes(id))
        .map(({ id, name, members }) => ({ value: id, label: `${name} (${format.count(members)})` }))}
      onChange={(id: string | null) => onChange(id ?? undefined)}
    />
  );
}
