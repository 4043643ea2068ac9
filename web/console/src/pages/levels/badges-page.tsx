import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import type { Badge } from '../../../../../src/modules/levels/badges.contract.ts';
import { Honour } from '../../../../ui/honour.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { badgeHoldersQuery, badgesQuery, deleteBadge, takeBadge } from '../../api/levels.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { BadgeDialog } from './badge-dialog.tsx';
import { LevelsFrame } from './levels-frame.tsx';
import { useLevelChange, useOwnWords } from './use-level-change.ts';

/** The badges, by which rule each is given, and who has it. */
export function BadgesPage() {
  const { t } = useOwnWords();
  const community = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const asked = useQuery(badgesQuery(community.id));
  const { data } = asked;
  const [edited, setEdited] = useState<Badge | 'new'>();
  const [shown, setShown] = useState<Badge>();
  usePageTitle(t('levels.tabs.badges'), community.name);
  const some = data !== undefined && data.badges.length > 0;
  const add = mayManage ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('levels.badge.new')}
    </Button>
  ) : null;
  return (
    <LevelsFrame
      answer={some ? t('levels.badge.answer', { count: data.badges.length }) : t('levels.badge.lead')}
      action={some ? add : null}
    >
      <section className="q-panel">
        <Loaded of={asked}>
          {(reply) =>
            some ? (
              <ul className="q-badges">
                {reply.badges.map((badge) => (
                  <BadgeLine key={badge.id} badge={badge} mayManage={mayManage} onEdit={setEdited} onShow={setShown} />
                ))}
              </ul>
            ) : (
              <EmptyState title={t('levels.badge.none')} action={add}>
                {t('levels.badge.noneDetail')}
              </EmptyState>
            )
          }
        </Loaded>
      </section>
      {edited ? (
        <BadgeDialog badge={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      ) : null}
      {shown ? <Holders badge={shown} mayManage={mayManage} onClose={() => setShown(undefined)} /> : null}
    </LevelsFrame>
  );
}

function BadgeLine(props: {
  badge: Badge;
  mayManage: boolean;
  onEdit: (badge: Badge) => void;
  onShow: (badge: Badge) => void;
}) {
  const { badge, mayManage, onEdit, onShow } = props;
  const { t, format, own } = useOwnWords();
  const remove = useLevelChange((communityId, id: string) => deleteBadge(communityId, id));
  return (
    <li>
      <Honour icon={badge.icon} colour={badge.colour} size={48} faded={!badge.enabled} />
      <div>
        <h2>{own(badge.name, badge.nameEn)}</h2>
        <p className="q-soft">{own(badge.description, badge.descriptionEn)}</p>
        <p className="q-faint q-small">
          {t(badge.rule === null ? 'levels.badge.byHand' : 'levels.badge.byRule')}
          {badge.enabled ? '' : ` · ${t('levels.off')}`}
          {badge.computedAt ? ` · ${t('levels.badge.computed', { when: format.relative(badge.computedAt) })}` : ''}
        </p>
        {badge.failure ? <p className="q-field-error">{t('levels.badge.failure', { why: badge.failure })}</p> : null}
        <ErrorNotice error={remove.error} />
      </div>
      <div className="q-badge-acts">
        <Button size="small" onClick={() => onShow(badge)}>
          {t('levels.badge.holders', { count: badge.holders })}
        </Button>
        {mayManage ? (
          <>
            <Button size="small" onClick={() => onEdit(badge)}>
              {t('levels.change')}
            </Button>
            <Popconfirm
              title={t('levels.badge.deleteSure', { name: badge.name })}
              okText={t('levels.delete')}
              cancelText={t('levels.cancel')}
              onConfirm={() => remove.mutate(badge.id)}
            >
              <Button size="small" danger>
                {t('levels.delete')}
              </Button>
            </Popconfirm>
          </>
        ) : null}
      </div>
    </li>
  );
}

function Holders({ badge, mayManage, onClose }: { badge: Badge; mayManage: boolean; onClose: () => void }) {
  const { t, format, own } = useOwnWords();
  const community = useCommunity();
  const holders = useQuery(badgeHoldersQuery(community.id, badge.id));
  const take = useLevelChange((communityId, memberId: string) => takeBadge(communityId, badge.id, memberId));
  return (
    <Modal open title={own(badge.name, badge.nameEn)} footer={null} onCancel={onClose}>
      <ErrorNotice error={take.error} />
      <Loaded of={holders} rows={4}>
        {(data) =>
          data.holders.length === 0 ? (
            <p className="q-soft">{t('levels.badge.nobody')}</p>
          ) : (
            <ul className="q-level-lines">
              {data.holders.map((holder) => (
                <li key={holder.memberId}>
                  <Link
                    to="/c/$community/members/$member"
                    params={{ community: community.key, member: holder.memberId }}
                  >
                    {holder.name}
                  </Link>
                  <span>
                    {holder.reason || t(holder.givenBy === null ? 'levels.badge.ruleGave' : 'levels.badge.handGave')}
                  </span>
                  <span className="q-faint">
                    {format.relative(holder.at)}
                    {holder.givenBy ? ` · ${holder.givenBy}` : ''}
                  </span>
                  {mayManage ? (
                    <Button size="small" onClick={() => take.mutate(holder.memberId)}>
                      {t('levels.badge.take')}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Modal>
  );
}
