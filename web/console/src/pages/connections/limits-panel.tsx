import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectorView, Limit } from '../../../../../src/modules/connections/connector.contract.ts';
import type { ConnectionView } from '../../../../../src/modules/connections/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { setLimits } from '../../api/connections.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useConnectionChange } from './use-connection-change.ts';

/** What a platform lets a connection send, and the operators' own counts in its place. */
export function LimitsPanel({ connection, connector }: { connection: ConnectionView; connector: ConnectorView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [own, setOwn] = useState(connection.ownLimits);
  const save = useConnectionChange(() => setLimits(connection.id, own));
  const windowOf = ({ window }: Limit): string =>
    typeof window === 'string'
      ? t(`connections.windows.${window}`)
      : t('connections.windows.seconds', { count: window.seconds });
  return (
    <Panel title={t('connections.tabs.limits')} note={t('connections.limitsNote', { zone: connection.zone })}>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <div className="q-table-scroll">
          <table className="q-table q-table-start">
            <thead>
              <tr>
                <th>{t('connections.limitOf')}</th>
                <th>{t('connections.window')}</th>
                <th className="q-number">{t('connections.platformLimit')}</th>
                <th>{t('connections.ownLimit')}</th>
              </tr>
            </thead>
            <tbody>
              {connector.limits.map((limit) => (
                <tr key={limit.key}>
                  <th scope="row">
                    {t(`connections.limitsOf.${limit.of}`)}
                    {limit.kinds ? (
                      <small className="q-faint">
                        {' '}
                        {limit.kinds.map((kind) => t(`messages.contents.${kind}`)).join(' · ')}
                      </small>
                    ) : null}
                  </th>
                  <td>{windowOf(limit)}</td>
                  <td className="q-number">{format.exact(limit.count)}</td>
                  <td>
                    <InputNumber
                      aria-label={t('connections.ownLimitOf', {
                        of: t(`connections.limitsOf.${limit.of}`),
                        window: windowOf(limit),
                      })}
                      min={1}
                      max={10_000_000}
                      precision={0}
                      placeholder={String(limit.count)}
                      value={own[limit.key] ?? null}
                      onChange={(value) => {
                        const { [limit.key]: _, ...rest } = own;
                        setOwn(value === null ? rest : { ...rest, [limit.key]: value });
                      }}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <ErrorNotice error={save.error} />
        <div className="q-connection-actions">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('connections.save')}
          </Button>
          {save.isSuccess ? (
            <span className="q-faint" role="status">
              {t('connections.saved')}
            </span>
          ) : null}
        </div>
      </form>
    </Panel>
  );
}
