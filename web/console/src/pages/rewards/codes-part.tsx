import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddCodesReply, Reward } from '../../../../../src/modules/rewards/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { addCodes, codesQuery, removeCodes } from '../../api/rewards.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { CSV_FILES, FileButton } from '../../shell/file-button.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRewardChange } from './use-reward-change.ts';

type Looked = { file: File; report: AddCodesReply };

/** The codes of a coupon: how many are left, putting a list in after looking at it, taking the rest away. */
export function CodesPart({ reward }: { reward: Reward }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data } = useQuery(codesQuery(community.id, reward.id));
  const [looked, setLooked] = useState<Looked>();
  const look = useMutation({
    mutationFn: async (file: File): Promise<Looked> => ({
      file,
      report: await addCodes(community.id, reward.id, file, false),
    }),
    onSuccess: setLooked,
  });
  const keep = useRewardChange(
    (communityId, file: File) => addCodes(communityId, reward.id, file, true),
    () => setLooked(undefined),
  );
  const remove = useRewardChange((communityId) => removeCodes(communityId, reward.id));
  return (
    <section>
      <h2>{t('rewards.codes.title')}</h2>
      <p className="q-faint">{t('rewards.codes.hint')}</p>
      {data ? (
        <p>
          {t('rewards.codes.count', { free: format.exact(data.free), given: format.exact(data.given) })}
          {data.next.length > 0 ? (
            <span className="q-faint"> {t('rewards.codes.next', { codes: data.next.join(' ') })}</span>
          ) : null}
        </p>
      ) : null}
      <ErrorNotice error={look.error ?? keep.error ?? remove.error} />
      {looked ? (
        <Report
          looked={looked}
          busy={keep.isPending}
          onKeep={() => keep.mutate(looked.file)}
          onDrop={() => setLooked(undefined)}
        />
      ) : (
        <div className="q-form-actions">
          <FileButton accept={CSV_FILES} busy={look.isPending} onFile={look.mutate} data-test="reward-codes">
            {t('rewards.codes.add')}
          </FileButton>
          {data && data.free > 0 ? (
            <Popconfirm
              title={t('rewards.codes.removeSure', { count: data.free })}
              okText={t('rewards.codes.remove')}
              cancelText={t('rewards.cancel')}
              onConfirm={() => remove.mutate(undefined)}
            >
              <Button type="text" danger loading={remove.isPending}>
                {t('rewards.codes.remove')}
              </Button>
            </Popconfirm>
          ) : null}
        </div>
      )}
    </section>
  );
}

function Report(props: { looked: Looked; busy: boolean; onKeep: () => void; onDrop: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { file, report } = props.looked;
  return (
    <>
      <Notice
        kind="info"
        title={t('rewards.codes.would', { file: file.name, count: report.taken, shown: format.exact(report.taken) })}
      >
        {[
          report.repeated > 0 ? t('rewards.codes.repeated', { count: report.repeated }) : '',
          report.known > 0 ? t('rewards.codes.known', { count: report.known }) : '',
          report.refused.length > 0
            ? t('rewards.codes.refused', {
                lines: report.refused
                  .slice(0, 8)
                  .map(({ line, why }) => `${line} (${t(`rewards.codes.why.${why}`)})`)
                  .join(', '),
              })
            : '',
        ]
          .filter(Boolean)
          .join(' ') || t('rewards.codes.clean')}
      </Notice>
      <div className="q-form-actions">
        <Button type="primary" disabled={report.taken === 0} loading={props.busy} onClick={props.onKeep}>
          {t('rewards.codes.keep', { count: report.taken })}
        </Button>
        <Button type="text" onClick={props.onDrop}>
          {t('rewards.cancel')}
        </Button>
      </div>
    </>
  );
}
