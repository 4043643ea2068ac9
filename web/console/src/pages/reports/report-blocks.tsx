import { Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Block } from '../../../../../src/modules/reports/contract.ts';
import { useCommunity } from '../../shell/use-community.ts';

type Item = Extract<Block, { kind: 'list' }>['items'][number];

/** The pieces of a report, in their order; the first paragraph is its sentence. `sections` leaves out those named. */
export function ReportBlocks({ blocks, without }: { blocks: readonly Block[]; without: string }) {
  return sectionsOf(blocks)
    .filter(({ id }) => id !== without)
    .map(({ id, title, inside }) => (
      <section key={id} className={title === undefined ? undefined : 'q-panel'} aria-label={title}>
        {title === undefined ? null : (
          <header className="q-panel-head">
            <h2>{title}</h2>
          </header>
        )}
        {inside.map((block, at) => (
          <BlockView key={at} block={block} first={title === undefined && at === 0} />
        ))}
      </section>
    ));
}

type Section = { id: string; title: string | undefined; inside: Block[] };

function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [{ id: 'lead', title: undefined, inside: [] }];
  for (const block of blocks) {
    if (block.kind === 'heading') sections.push({ id: block.id, title: block.text, inside: [] });
    else sections.at(-1)!.inside.push(block);
  }
  return sections;
}

function BlockView({ block, first }: { block: Block; first: boolean }) {
  switch (block.kind) {
    case 'heading':
      return null;
    case 'paragraph':
      return first ? <p className="q-report-answer">{block.text}</p> : <p className="q-soft">{block.text}</p>;
    case 'list':
      return (
        <ul className="q-report-items">
          {block.items.map((item, at) => (
            <li key={at} {...(item.verdict && { 'data-verdict': item.verdict })}>
              <ItemTitle item={item}>{item.text}</ItemTitle>
              {item.detail === null ? null : <small>{item.detail}</small>}
            </li>
          ))}
        </ul>
      );
    case 'table':
      return block.id === 'more-figures' ? <MoreFigures block={block} /> : <FigureTable block={block} />;
  }
}

function ItemTitle({ item, children }: { item: Item; children: ReactNode }) {
  const community = useCommunity();
  const router = useRouter();
  if (item.memberId !== null) {
    const params = { community: community.key, member: item.memberId };
    return (
      <Link to="/c/$community/members/$member" params={params}>
        {children}
      </Link>
    );
  }
  if (item.href === null) return <span>{children}</span>;
  const href = `/c/${community.key}/${item.href}`;
  return (
    <a
      href={href}
      onClick={(event) => {
        event.preventDefault();
        void router.navigate({ href });
      }}
    >
      {children}
    </a>
  );
}

function MoreFigures({ block }: { block: Extract<Block, { kind: 'table' }> }) {
  const { t } = useTranslation();
  return (
    <details className="q-report-more">
      <summary>{t('reports.moreFigures', { count: block.rows.length })}</summary>
      <FigureTable block={block} />
    </details>
  );
}

const MARKS = { good: '✓', bad: '!', flat: '', unknown: '' } as const;

function FigureTable({ block }: { block: Extract<Block, { kind: 'table' }> }) {
  const { t } = useTranslation();
  return (
    <div className="q-table-scroll" tabIndex={0}>
      <table className="q-table q-report-figures">
        <thead>
          <tr>
            {block.head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map(([name, ...cells], row) => {
            const verdict = block.verdicts[row]!;
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((cell, column) => (
                  <td key={column} {...(column === cells.length - 1 && { 'data-verdict': verdict })}>
                    {column === cells.length - 1 && MARKS[verdict] ? (
                      <span role="img" aria-label={t(`reports.verdict.${verdict as 'good' | 'bad'}`)}>
                        {MARKS[verdict]}{' '}
                      </span>
                    ) : null}
                    {cell}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
