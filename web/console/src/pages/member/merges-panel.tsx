import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Merge } from '../../../../../src/modules/members/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { mergesQuery, suggestionsQuery, unmerge } from '../../api/member-work.ts';
import { memberHits, type Portrait } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useRight } from '../../shell/use-right.ts';
import { MergeDialog, refreshPeople } from '../matching/merge-dialog.tsx';
import { ReasonLine, useReasonWords } from '../matching/reason-line.tsx';
import { ProofSection } from './proof-section.tsx';
import '../matching/matching.css';

/** Who else this may be, what was merged and by whom, and taking it back. */
export function MergesPanel(props: { portrait: Portrait; communityId: string; onMoved: (memberId: string) => void }) {
  const { portrait, communityId, onMoved } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const may = useRight('members.edit');
  const reasonWords = useReasonWords();
  const { data: merges = [] } = useQuery(mergesQuery(communityId, portrait.memberId));
  const { data: found } = useQuery(suggestionsQuery(communityId, portrait.memberId));
  const [other, setOther] = useState<{ id: string; reason: string }>();
  const suggestions = found?.suggestions ?? [];
  if (!may && merges.length === 0) return null;
  return (
    <Panel title={t('match.merges')}>
      {suggestions.length > 0 ? (
        <section className="q-maybe">
          <h3>{t('match.maybe', { count: suggestions.length, shown: format.exact(suggestions.length) })}</h3>
          {suggestions.slice(0, 3).map(({ first, second, score, reasons }) => {
            const them = first.memberId === portrait.memberId ? second : first;
            const why = reasons.filter(({ points }) => points > 0);
            return (
              <details key={them.memberId}>
                <summary>
                  <span>{them.name}</span>
                  <span className="q-faint">{t('match.score', { score })}</span>
                </summary>
                <ul className="q-reasons">
                  {reasons.map((reason) => (
                    <ReasonLine key={reason.kind} reason={reason} />
                  ))}
                </ul>
                {may ? (
                  <Button
                    size="small"
                    onClick={() =>
                      setOther({
                        id: them.memberId,
                        reason: why.map(reasonWords).join(t('list.comma')),
                      })
                    }
                  >
                    {t('match.compare')}
                  </Button>
                ) : null}
              </details>
            );
          })}
        </section>
      ) : null}
      <ul className="q-merges">
        {merges.map((merge) => (
          <MergeLine key={merge.id} merge={merge} communityId={communityId} may={may} />
        ))}
      </ul>
      {may ? (
        <>
          <MemberSearch portrait={portrait} communityId={communityId} pick={(id) => setOther({ id, reason: '' })} />
          <ProofSection key={portrait.memberId} communityId={communityId} memberId={portrait.memberId} />
        </>
      ) : null}
      {other ? (
        <MergeDialog
          communityId={communityId}
          ids={[portrait.memberId, other.id]}
          reason={other.reason}
          onClose={(personId) => {
            setOther(undefined);
            if (personId !== undefined && personId !== portrait.memberId) onMoved(personId);
          }}
        />
      ) : null}
    </Panel>
  );
}

function MergeLine({ merge, communityId, may }: { merge: Merge; communityId: string; may: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => unmerge(communityId, merge.id),
    onSuccess: () => {
      void message.success(t('match.unmerged'));
      refreshPeople(client, communityId);
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  const ask = () =>
    void modal.confirm({
      title: t('match.unmergeTitle', { name: merge.name }),
      content: t('match.unmergeDetail'),
      okText: t('match.unmerge'),
      cancelText: t('form.cancel'),
      onOk: () => undo.mutateAsync().catch(() => undefined),
    });
  return (
    <li className={merge.undoneAt ? 'q-undone' : ''}>
      <span>{t('match.mergeLine', { name: merge.name, into: merge.intoName })}</span>
      {merge.undoneAt === null && may ? (
        <Button size="small" onClick={ask}>
          {t('match.unmerge')}
        </Button>
      ) : null}
      <small className="q-faint" title={format.instant(merge.mergedAt)}>
        {[
          merge.mergedBy ?? t('match.system'),
          format.relative(merge.mergedAt),
          // What the product itself gives as a reason is a code.
          merge.reason === 'proof_code' ? t('proof.reason') : merge.reason,
          merge.undoneAt
            ? t('match.undone', { who: merge.undoneBy ?? t('match.system'), when: format.relative(merge.undoneAt) })
            : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </li>
  );
}

function MemberSearch(props: { portrait: Portrait; communityId: string; pick: (memberId: string) => void }) {
  const { portrait, communityId, pick } = props;
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const { data, isFetching } = useQuery({ ...memberHits(communityId, q.trim()), enabled: q.trim() !== '' });
  const rows = (data?.rows ?? []).filter(({ memberId }) => memberId !== portrait.memberId);
  return (
    <Select
      className="q-wide q-merge-with"
      aria-label={t('match.with')}
      placeholder={t('match.with')}
      value={null}
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={isFetching}
      notFoundContent={q.trim() ? t('members.none.title') : t('match.find')}
      options={rows.map((row) => ({ value: row.memberId, label: `${row.name} · ${row.member}` }))}
      onChange={(memberId: string | null) => memberId && pick(memberId)}
    />
  );
}
