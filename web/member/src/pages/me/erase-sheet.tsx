import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErasureLook } from '../../../../../src/modules/member-access/data.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useAsk, useChange } from '../../api/use-ask.ts';
import { Button, TextField } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Answer, Failure } from '../../ui/states.tsx';

/** Erasing everything: what it takes, and the name to be typed before it is asked for. */
export function EraseSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const look = useAsk<ErasureLook>('/data/erasure');
  const [typed, setTyped] = useState('');
  const erase = useChange<{ confirm: string }>({ path: '/data/erasure', renews: ['/data'], onDone: onClose });
  return (
    <Sheet title={t('me.erase.title')} onClose={onClose}>
      <Answer of={look}>
        {({ confirm, events, texts }) => (
          <form
            className="m-form"
            onSubmit={(event) => {
              event.preventDefault();
              erase.mutate({ confirm: typed.trim() });
            }}
          >
            <p>{t('me.erase.takes', { events: format.exact(events), texts: format.exact(texts) })}</p>
            <p className="m-soft">{t('me.erase.forGood')}</p>
            <TextField
              label={t('me.erase.type', { name: confirm })}
              value={typed}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
            />
            <Failure error={erase.error} />
            <Button kind="danger" wide type="submit" busy={erase.isPending} disabled={typed.trim() !== confirm}>
              {t('me.erase.do')}
            </Button>
          </form>
        )}
      </Answer>
    </Sheet>
  );
}
