import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { z } from 'zod';
import type { AnalysisKindName, PointOf } from '../../../../../src/modules/analyses/contract.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { call } from '../../api/client.ts';
import { useOpenPeople } from '../segments/open-people.ts';

/** A point of a figure: which analysis it belongs to, and where it is in it. */
type Point = {
  [K in AnalysisKindName]: { kind: K; params: Record<string, unknown>; point: PointOf<K> };
}[AnalysisKindName];

// Of the answer only this is needed; the contracts of all analyses stay out of the first page.
const peopleReply = z.object({ segmentId: z.uuid() });

/**
 * Opens the members behind a point of the overview. Undefined while a past day is on show: who stands behind a point is
 * known of the latest evaluation.
 */
export function useOpenPoint(community: Community) {
  const { asOf } = useSearch({ from: '/app/c/$community/' });
  const { open, busy } = useOpenPeople((body: Point) =>
    call(peopleReply, `/api/v1/communities/${community.id}/analyses/people`, { method: 'POST', body }),
  );
  return asOf === undefined ? { open: (point: Point) => open(point), busy: busy !== undefined } : undefined;
}

/** A number that opens the members behind it; just the number where nobody is, or where it cannot. */
export function PointButton(props: {
  people: number;
  label: string;
  open: (() => void) | undefined;
  children: ReactNode;
}) {
  const { people, label, open, children } = props;
  if (!open || people === 0) return children;
  return (
    <button type="button" className="q-point" onClick={open}>
      {children}
      <span className="q-hidden"> {label}</span>
    </button>
  );
}
