import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Paper, PapersReply } from '../../../../../src/modules/exams/paper.contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { deletePaper, papersQuery, savePaper } from '../../api/exams.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { ExamError } from './exam-error.tsx';
import { ExamsFrame } from './exams-frame.tsx';
import { PaperDialog } from './paper-dialog.tsx';
import { PaperStatisticsPart } from './paper-statistics.tsx';
import { useExamChange } from './use-exam-change.ts';

/** The exams of a community: what each draws, how it is passed, and how it went. */
export function PapersPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('credit.manage');
  const papers = useQuery(papersQuery(community.id));
  const [edited, setEdited] = useState<Paper | 'new'>();
  usePageTitle(t('exams.tabs.papers'), community.name);
  const add = mayManage ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('exams.paper.new')}
    </Button>
  ) : null;
  const some = papers.data !== undefined && papers.data.papers.length > 0;
  return (
    <ExamsFrame answer={some ? <PapersAnswer data={papers.data} /> : t('exams.paper.lead')} action={some ? add : null}>
      <Loaded of={papers} panel>
        {(data) =>
          data.papers.length === 0 ? (
            <section className="q-panel">
              <EmptyState art="file" title={t('exams.paper.none.title')} action={add}>
                {t('exams.paper.none.detail')}
              </EmptyState>
            </section>
          ) : (
            <ul className="q-papers">
              {data.papers.map((paper) => (
                <PaperCard key={paper.id} paper={paper} mayManage={mayManage} onEdit={() => setEdited(paper)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {edited ? (
        <PaperDialog
          key={edited === 'new' ? 'new' : edited.id}
          paper={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </ExamsFrame>
  );
}

function PapersAnswer({ data }: { data: PapersReply }) {
  const { t } = useTranslation();
  const open = data.papers.filter(({ state }) => state === 'open');
  const sum = (of: 'passed' | 'failed') => data.papers.reduce((all, { figures }) => all + figures[of], 0);
  return t('exams.paper.answer', { open: open.length, passed: sum('passed'), failed: sum('failed') });
}

function PaperCard({ paper, mayManage, onEdit }: { paper: Paper; mayManage: boolean; onEdit: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const [shown, setShown] = useState(false);
  const { figures } = paper;
  return (
    <li className="q-panel q-paper">
      <header>
        <h2>{paper.name}</h2>
        <span className="q-pill">{t(`exams.paper.states.${paper.state}`)}</span>
        <span className="q-faint q-small">{t(`exams.purposes.${paper.purpose}`)}</span>
      </header>
      {paper.description === '' ? null : <p className="q-soft">{paper.description}</p>}
      <PaperFacts paper={paper} />
      {paper.missing.length > 0 ? <Missing paper={paper} /> : null}
      {figures.attempts > 0 ? <PaperFigures paper={paper} /> : null}
      <div className="q-question-actions">
        {mayManage ? <PaperActions paper={paper} onEdit={onEdit} /> : null}
        {figures.attempts > 0 ? (
          <>
            <Link to="/c/$community/exams/attempts" params={{ community: community.key }} search={{ paper: paper.id }}>
              {t('exams.paper.who', { count: figures.attempts })}
            </Link>
            <Button size="small" type="link" aria-expanded={shown} onClick={() => setShown(!shown)}>
              {t(shown ? 'exams.paper.hide' : 'exams.paper.show')}
            </Button>
          </>
        ) : null}
      </div>
      {shown ? <PaperStatisticsPart paperId={paper.id} /> : null}
    </li>
  );
}

function PaperFacts({ paper }: { paper: Paper }) {
  const { t } = useTranslation();
  const { questions, passPercent, minutes, coolDownHours, mostAttempts } = paper;
  const draw = paper.draw.map(({ tag, count }) => t('exams.paper.drawn', { tag: tag ?? t('exams.paper.any'), count }));
  return (
    <p>
      {t('exams.paper.facts', { questions, passPercent, minutes })}{' '}
      {coolDownHours === 0 ? t('exams.paper.atOnce') : t('exams.paper.wait', { count: coolDownHours })}{' '}
      {mostAttempts === null ? t('exams.paper.unlimited') : t('exams.paper.most', { count: mostAttempts })}{' '}
      <span className="q-faint">{draw.join(t('list.comma'))}</span>
    </p>
  );
}

function Missing({ paper }: { paper: Paper }) {
  const { t } = useTranslation();
  const lacks = paper.missing.map(({ tag, needs, has }) =>
    t('exams.paper.lacks', { tag: tag ?? t('exams.paper.any'), needs, has }),
  );
  return (
    <Notice kind="info" title={t('exams.paper.short')}>
      {lacks.join(t('list.comma'))}
    </Notice>
  );
}

function PaperFigures({ paper }: { paper: Paper }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { people, peoplePassed, medianShare, medianSeconds, open } = paper.figures;
  return (
    <dl className="q-inputs q-paper-figures">
      <div>
        <dt>{t('exams.paper.people')}</dt>
        <dd>{t('exams.paper.peoplePassed', { passed: format.exact(peoplePassed), people: format.exact(people) })}</dd>
      </div>
      <div>
        <dt>{t('exams.paper.medianShare')}</dt>
        <dd>{medianShare === null ? '—' : format.share(medianShare)}</dd>
      </div>
      <div>
        <dt>{t('exams.paper.medianTime')}</dt>
        <dd>{medianSeconds === null ? '—' : format.minutes(medianSeconds / 60)}</dd>
      </div>
      {open > 0 ? (
        <div>
          <dt>{t('exams.paper.underWay')}</dt>
          <dd>{format.exact(open)}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function PaperActions({ paper, onEdit }: { paper: Paper; onEdit: () => void }) {
  const { t } = useTranslation();
  const { id, state, figures } = paper;
  const set = useExamChange((communityId, to: string) => savePaper(communityId, id, { state: to }));
  const remove = useExamChange((communityId) => deletePaper(communityId, id));
  return (
    <>
      <ExamError error={set.error ?? remove.error} />
      <Button
        size="small"
        type={state === 'open' ? 'default' : 'primary'}
        loading={set.isPending}
        onClick={() => set.mutate(state === 'open' ? 'closed' : 'open')}
      >
        {t(state === 'open' ? 'exams.paper.close' : 'exams.paper.open')}
      </Button>
      <Button size="small" onClick={onEdit}>
        {t('exams.edit')}
      </Button>
      {figures.attempts === 0 ? (
        <Popconfirm
          title={t('exams.paper.deleteSure', { name: paper.name })}
          okText={t('exams.delete')}
          cancelText={t('exams.cancel')}
          onConfirm={() => remove.mutate(undefined)}
        >
          <Button size="small" danger loading={remove.isPending}>
            {t('exams.delete')}
          </Button>
        </Popconfirm>
      ) : null}
    </>
  );
}
