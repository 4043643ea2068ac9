import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../../ui/use-format.ts';
import { Choice } from './control.tsx';
import { useSegments } from './use-segments.ts';

/** Only members of one segment, or everybody. A segment that is not listed, made to look at people, stays chosen. */
export function SegmentChoice({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (segmentId: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const segments = useSegments();
  const listed = segments.map(({ id, name, members }) => ({
    value: id,
    label: `${name} · ${format.count(members)}`,
    text: name,
  }));
  const unlisted =
    value && !segments.some(({ id }) => id === value)
      ? [{ value, label: t('analysis.chosenPeople'), text: t('analysis.chosenPeople') }]
      : [];
  return (
    <Choice
      label={t('analysis.segment')}
      none={t('analysis.everybody')}
      value={value}
      options={[...unlisted, ...listed]}
      onChange={onChange}
    />
  );
}
