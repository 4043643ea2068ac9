import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Avatar } from '../../../../ui/avatar.tsx';

/** A person as a line that opens their page; `why` says what brings them here. */
export function PersonLink(props: { memberId: string; name: string; why?: ReactNode; aside?: ReactNode }) {
  const { memberId, name, why, aside } = props;
  return (
    <Link to="/c/$community/members/$member" from="/c/$community" params={{ member: memberId }} className="q-person">
      <Avatar name={name} id={memberId} />
      <span className="q-person-text">
        <span className="q-person-name">{name}</span>
        {why ? <span className="q-person-why q-person-why-whole">{why}</span> : null}
      </span>
      {aside ? <span className="q-soft q-small">{aside}</span> : null}
    </Link>
  );
}
