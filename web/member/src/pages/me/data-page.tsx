import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyData } from '../../../../../src/modules/member-access/data.contract.ts';
import { keyOf, useAsk, useChange } from '../../api/use-ask.ts';
import { Button, Card, Note, Row, Rows, Tabs } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty, Failure } from '../../ui/states.tsx';
import { ConsentSheet } from './consent-sheet.tsx';
import { EraseSheet } from './erase-sheet.tsx';

type Attribute = MyData['attributes'][number];

/** What is held about the member, what they allow, and how they take it out or away. */
export function DataPage() {
  const { t } = useTranslation();
  const data = useAsk<MyData>('/data');
  const [erasing, setErasing] = useState(false);
  return (
    <Page title={t('me.data')} back="/me">
      <Answer of={data}>
        {(mine) => (
          <>
            {mine.erasing ? <Note tone="warn">{t('me.erase.underWay')}</Note> : null}
            <Deliveries chosen={mine.deliveries} />
            <Attributes attributes={mine.attributes} />
            <Card title={t('me.export.title')}>
              <div className="m-form">
                <p className="m-soft">{t('me.export.more')}</p>
                <a className="m-button m-button-wide" href="/api/m/v1/data/export" download>
                  {t('me.export.do')}
                </a>
              </div>
            </Card>
            {mine.erasing ? null : (
              <Card title={t('me.erase.title')}>
                <div className="m-form">
                  <p className="m-soft">{t('me.erase.more')}</p>
                  <Button kind="danger" wide onClick={() => setErasing(true)}>
                    {t('me.erase.begin')}
                  </Button>
                </div>
              </Card>
            )}
          </>
        )}
      </Answer>
      {erasing ? <EraseSheet onClose={() => setErasing(false)} /> : null}
    </Page>
  );
}

type Choice = 'all' | 'service' | 'none';

/** Everything, only what is needed, or answers alone. Who said nothing yet sees no choice pressed. */
function Deliveries({ chosen }: { chosen: MyData['deliveries'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const set = useChange<{ choice: 'in' | 'out'; scope: 'promotion' | 'all' }, MyData>({
    method: 'PUT',
    path: '/data/deliveries',
    onDone: (mine) => client.setQueryData(keyOf('/data'), mine),
  });
  const now =
    chosen === null ? undefined : chosen.choice === 'in' ? 'all' : chosen.scope === 'all' ? 'none' : 'service';
  const choose = (value: Choice) =>
    set.mutate({ choice: value === 'all' ? 'in' : 'out', scope: value === 'none' ? 'all' : 'promotion' });
  return (
    <Card title={t('me.deliveries.title')}>
      <div className="m-form">
        <Tabs<Choice>
          label={t('me.deliveries.title')}
          value={now as Choice}
          options={(['all', 'service', 'none'] as const).map((value) => ({
            value,
            label: t(`me.deliveries.${value}`),
          }))}
          onChange={choose}
        />
        <p className="m-soft m-small">{t(`me.deliveries.${now ?? 'unsaid'}More`)}</p>
        <Failure error={set.error} />
      </div>
    </Card>
  );
}

/** A value in words: lists are joined. */
const shown = (value: unknown): string => (Array.isArray(value) ? value.join('、') : String(value));

function Attributes({ attributes }: { attributes: readonly Attribute[] }) {
  const { t, i18n } = useTranslation();
  const [asked, setAsked] = useState<Attribute>();
  const nameOf = ({ name, nameEn }: Attribute) => (i18n.language === 'en' && nameEn) || name;
  return (
    <Card title={t('me.attributes.title')}>
      {attributes.length === 0 ? (
        <Empty icon="person" title={t('me.attributes.none')} />
      ) : (
        <>
          <p className="m-soft m-small m-card-lead">{t('me.attributes.more')}</p>
          <Rows>
            {attributes.map((one) => (
              <Row
                key={one.key}
                title={nameOf(one)}
                detail={one.value === null ? t('me.attributes.notKept') : shown(one.value)}
                value={t(`me.consents.${one.consent}`)}
                onClick={() => setAsked(one)}
              />
            ))}
          </Rows>
        </>
      )}
      {asked ? (
        <ConsentSheet
          name={nameOf(asked)}
          attribute={asked}
          value={asked.value === null ? null : shown(asked.value)}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </Card>
  );
}
