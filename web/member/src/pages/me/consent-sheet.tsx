import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MyData } from '../../../../../src/modules/member-access/data.contract.ts';
import { keyOf, useChange } from '../../api/use-ask.ts';
import { Button } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Failure } from '../../ui/states.tsx';

/** Whether one thing that is known of the member may be kept. */
export function ConsentSheet(props: {
  name: string;
  value: string | null;
  attribute: MyData['attributes'][number];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { key, consent, source } = props.attribute;
  const set = useChange<{ consent: 'given' | 'refused' }, MyData>({
    method: 'PUT',
    path: `/data/attributes/${encodeURIComponent(key)}`,
    onDone: (mine) => {
      client.setQueryData(keyOf('/data'), mine);
      props.onClose();
    },
  });
  return (
    <Sheet title={props.name} onClose={props.onClose}>
      <p>{props.value ?? t('me.attributes.notKept')}</p>
      <p className="m-soft">{t(`me.sources.${source}`)}</p>
      <Failure error={set.error} />
      {props.value !== null && consent !== 'given' ? (
        <Button kind="primary" wide busy={set.isPending} onClick={() => set.mutate({ consent: 'given' })}>
          {t('me.attributes.allow')}
        </Button>
      ) : null}
      {consent === 'refused' ? (
        <p className="m-soft">{t('me.attributes.refusedMore')}</p>
      ) : (
        <Button kind="danger" wide busy={set.isPending} onClick={() => set.mutate({ consent: 'refused' })}>
          {t('me.attributes.refuse')}
        </Button>
      )}
    </Sheet>
  );
}
