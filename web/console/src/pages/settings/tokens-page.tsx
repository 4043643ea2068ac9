import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiToken } from '../../../../../src/modules/identity/contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { revokeToken, tokensQuery } from '../../api/tokens.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import './settings.css';

/** The API tokens of the workspace: make one, see what each may do, revoke it. */
export function TokensPage() {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery(tokensQuery);
  usePageTitle(t('nav.tokens'), t('nav.settings'));
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t('tokens.new')}
    </Button>
  );
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('nav.tokens')}</h1>
          <p>{t('tokens.lead')}</p>
        </div>
        {data?.length ? add : null}
      </div>
      <section className="q-panel">
        {error && !data ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={4} height={22} />
        ) : data.length === 0 ? (
          <EmptyState title={t('tokens.empty.title')} action={add}>
            {t('tokens.empty.detail')}
          </EmptyState>
        ) : (
          <TokenTable tokens={data} />
        )}
      </section>
      {making ? <NewTokenDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}

function TokenTable({ tokens }: { tokens: readonly ApiToken[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-tokens">
        <thead>
          <tr>
            <th scope="col">{t('tokens.name')}</th>
            <th scope="col">{t('tokens.rights')}</th>
            <th scope="col">{t('tokens.made')}</th>
            <th scope="col">{t('tokens.used')}</th>
            <th scope="col">{t('tokens.expires')}</th>
            <th scope="col">
              <span className="q-hidden">{t('tokens.revoke')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <th scope="row">
                {token.name}
                <code>…{token.hint}</code>
              </th>
              <td>
                <span className="q-token-rights">
                  {token.rights.map((right) => (
                    <span key={right} className="q-word" title={right}>
                      {t(`right.${right.replace('.', '_')}`)}
                    </span>
                  ))}
                </span>
              </td>
              <td title={format.instant(token.createdAt)}>
                {format.relative(token.createdAt)}
                {token.createdBy ? <small className="q-faint"> · {token.createdBy}</small> : null}
              </td>
              <td title={token.lastUsedAt ? format.instant(token.lastUsedAt) : undefined}>
                {token.lastUsedAt ? format.relative(token.lastUsedAt) : t('tokens.never')}
              </td>
              <td title={token.expiresAt ? format.instant(token.expiresAt) : undefined}>
                {token.expiresAt ? format.relative(token.expiresAt) : t('tokens.noExpiry')}
              </td>
              <td>
                <RevokeButton token={token} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RevokeButton({ token }: { token: ApiToken }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSuccess: () => client.invalidateQueries(tokensQuery),
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const ask = () =>
    void modal.confirm({
      title: t('tokens.revokeTitle', { name: token.name }),
      content: t('tokens.revokeDetail'),
      okText: t('tokens.revoke'),
      okButtonProps: { danger: true },
      cancelText: t('form.cancel'),
      onOk: () => revoke.mutateAsync().catch(() => undefined),
    });
  return (
    <Button size="small" danger type="text" onClick={ask}>
      {t('tokens.revoke')}
    </Button>
  );
}
