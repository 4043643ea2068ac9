import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaysReply, Proposal } from '../../../../../src/modules/playbooks/library.contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { acceptPlay, recallPlay } from '../../api/plays.ts';
import { DismissDialog } from './dismiss-dialog.tsx';
import { MembersLink } from './members-link.tsx';
import { useLanguage, usePlayChange } from './use-plays.ts';

/** What to do now: each proposal with its reason, its steps and its two answers; and what was left alone. */
export function ProposalsView({ data, mayManage }: { data: PlaysReply; mayManage: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <section className="q-panel">
        {data.proposals.length === 0 ? (
          <EmptyState title={t('playbook.none')}>{t('playbook.noneDetail')}</EmptyState>
        ) : (
          <ol className="q-proposals">
            {data.proposals.map((proposal) => (
              <ProposalItem key={proposal.playId} proposal={proposal} mayManage={mayManage} />
            ))}
          </ol>
        )}
      </section>
      {data.dismissed.length > 0 ? <Dismissed dismissed={data.dismissed} mayManage={mayManage} /> : null}
    </>
  );
}

function ProposalItem({ proposal, mayManage }: { proposal: Proposal; mayManage: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useWords();
  const [dismissing, setDismissing] = useState(false);
  const accept = usePlayChange(
    (community, play: string) => acceptPlay(community, play, language),
    t('playbook.accepted'),
  );
  const name = proposal.name[language];
  return (
    <li className="q-proposal">
      <h2>{name}</h2>
      <p>{proposal.why[language]}</p>
      <p className="q-soft">{proposal.how[language]}</p>
      <details>
        <summary>{t('playbook.steps')}</summary>
        <ol className="q-play-steps">
          {proposal.steps[language].map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p className="q-soft">
          {t('playbook.effect')} · {proposal.effect[language]}
        </p>
      </details>
      <div className="q-play-actions">
        <span className="q-faint q-small">{t('playbook.metric', { metric: words.metric(proposal.metric) })}</span>
        <MembersLink play={proposal.playId} tiers={proposal.tiers} members={proposal.members} />
        {mayManage ? (
          <>
            <Button size="small" aria-label={t('playbook.dismissNamed', { name })} onClick={() => setDismissing(true)}>
              {t('playbook.dismiss')}
            </Button>
            <Button
              size="small"
              type="primary"
              loading={accept.isPending}
              aria-label={t('playbook.acceptNamed', { name })}
              onClick={() => accept.mutate(proposal.playId)}
            >
              {t('playbook.accept')}
            </Button>
          </>
        ) : null}
      </div>
      {dismissing ? <DismissDialog play={proposal.playId} name={name} onClose={() => setDismissing(false)} /> : null}
    </li>
  );
}

function Dismissed({ dismissed, mayManage }: { dismissed: PlaysReply['dismissed']; mayManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const recall = usePlayChange(recallPlay);
  return (
    <details className="q-panel q-dismissed">
      <summary>{t('playbook.dismissed', { count: dismissed.length })}</summary>
      <ul>
        {dismissed.map(({ playId, name, reason, until, by }) => (
          <li key={playId}>
            <div>
              <b>{name[language]}</b>
              <p>{reason}</p>
              <small className="q-faint">
                {[t('playbook.until', { day: format.day(until) }), by].filter(Boolean).join(' · ')}
              </small>
            </div>
            {mayManage ? (
              <Button size="small" onClick={() => recall.mutate(playId)}>
                {t('playbook.recall')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
