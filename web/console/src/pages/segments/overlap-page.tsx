import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Explain } from '../../../../ui/explain.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type Overlap, overlapPeople, overlapQuery, segmentsQuery } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useOpenPeople } from './open-people.ts';
import { SegmentChoice } from './segment-choice.tsx';
import { VennPicture, type VennRegion } from './venn-picture.tsx';
import './segments.css';

const LETTERS = ['A', 'B', 'C'] as const;
const MOST = 3;

/** Who is in two or three segments at once: a picture, and the numbers behind it; every region opens its members. */
export function OverlapPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { of = [] } = useSearch({ from: '/app/c/$community/segments/overlap' });
  const navigate = useNavigate({ from: '/c/$community/segments/overlap' });
  usePageTitle(t('segments.overlapOf.title'), t('segments.title'), community.name);
  const { data, error, refetch, isPlaceholderData } = useQuery(overlapQuery(community.id, of));
  const choose = (at: number, id: string | undefined) => {
    const next = id === undefined ? of.toSpliced(at, 1) : of.toSpliced(at, 1, id);
    void navigate({ search: next.length > 0 ? { of: next } : {}, replace: true });
  };
  return (
    <>
      <Crumbs title={t('segments.overlapOf.title')} />
      <div className="q-page-head">
        <div>
          <h1>{t('segments.overlapOf.title')}</h1>
          <p>{t('segments.overlapOf.lead')}</p>
        </div>
      </div>
      <section className="q-panel">
        <div className="q-segment-choices">
          {LETTERS.slice(0, Math.min(MOST, Math.max(2, of.length + 1))).map((letter, at) => (
            <label key={letter}>
              <span className={`q-set-letter q-set-${at}`} aria-hidden>
                {letter}
              </span>
              <SegmentChoice
                label={`${t('segments.overlapOf.choose')} ${letter}`}
                placeholder={t('segments.overlapOf.choose')}
                value={of[at]}
                without={of.filter((_, place) => place !== at)}
                onChange={(id) => choose(at, id)}
              />
            </label>
          ))}
        </div>
        {of.length < 2 ? (
          <p className="q-soft">{t('segments.overlapOf.need')}</p>
        ) : error ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data || isPlaceholderData ? (
          <Skeleton rows={4} height={48} />
        ) : (
          <OverlapPicture ids={of} overlap={data} />
        )}
      </section>
    </>
  );
}

/** Where a page about several segments is. */
export function Crumbs({ title }: { title: string }) {
  const { t } = useTranslation();
  const community = useCommunity();
  return (
    <nav className="q-crumbs">
      <Link to="/c/$community/segments" params={{ community: community.key }}>
        {t('segments.title')}
      </Link>
      <span aria-hidden>/</span>
      <span>{title}</span>
    </nav>
  );
}

const maskOf = (of: readonly boolean[]): number => of.reduce((mask, is, at) => (is ? mask | (1 << at) : mask), 0);

function OverlapPicture({ ids, overlap }: { ids: readonly string[]; overlap: Overlap }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data: segments = [] } = useQuery(segmentsQuery(community.id));
  const names = ids.map((id) => segments.find((one) => one.id === id)?.name ?? '…');
  const { open, busy } = useOpenPeople((mask: number) =>
    overlapPeople(
      community.id,
      ids,
      ids.map((_, at) => (mask & (1 << at)) !== 0),
    ),
  );
  const list = (some: readonly string[]) => some.join(` ${t('segments.overlapOf.and')} `);
  const regions = overlap.regions
    .map(({ in: within, members }): VennRegion & { words: string } => {
      const inside = names.filter((_, at) => within[at]);
      const kind = inside.length === names.length ? 'every' : inside.length === 1 ? 'only' : 'all';
      const words = t(`segments.overlapOf.${kind}`, { names: list(inside) });
      const shown = format.exact(members);
      return { mask: maskOf(within), members, shown, words, label: `${words}: ${shown}` };
    })
    .sort((a, b) => a.mask - b.mask);
  const all = regions.find(({ mask }) => mask === (1 << ids.length) - 1);
  if (overlap.union === 0) return <p className="q-soft">{t('segments.overlapOf.nobody')}</p>;
  return (
    <>
      <p className="q-segment-answer">
        {t('segments.overlapOf.answer', {
          names: list(names),
          union: format.exact(overlap.union),
          both: all?.shown ?? '0',
          share: format.share(overlap.jaccard),
        })}
        <Explain of={{ title: t('segments.overlapOf.title'), definition: t('segments.overlapOf.definition') }} />
      </p>
      <div className="q-overlap">
        <VennPicture
          note={t('segments.overlapOf.small')}
          label={t('segments.overlapOf.picture', { names: list(names) })}
          sets={names.map((name, at) => ({ letter: LETTERS[at]!, name, size: overlap.sizes[at]! }))}
          regions={regions}
          busy={busy}
          open={busy === undefined ? open : undefined}
        />
        <div className="q-table-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('segments.overlapOf.region')}</th>
                <th scope="col">{t('segments.overlapOf.members')}</th>
                <th scope="col">{t('segments.overlapOf.share')}</th>
              </tr>
            </thead>
            <tbody>
              {regions.map(({ mask, words, members, shown }) => (
                <tr key={mask}>
                  <th scope="row" className="q-overlap-region">
                    <span className="q-overlap-letters" aria-hidden>
                      {LETTERS.slice(0, ids.length).map((letter, at) =>
                        mask & (1 << at) ? (
                          <span key={letter} className={`q-set-letter q-set-${at}`}>
                            {letter}
                          </span>
                        ) : null,
                      )}
                    </span>
                    {words}
                  </th>
                  <td>
                    {members > 0 ? (
                      <Button
                        type="link"
                        size="small"
                        loading={busy === mask}
                        aria-label={`${words}: ${t('segments.overlapOf.open', { shown })}`}
                        onClick={() => open(mask)}
                      >
                        {shown}
                      </Button>
                    ) : (
                      '0'
                    )}
                  </td>
                  <td>{format.share(members / overlap.union)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}
