import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { membersOfPlay } from '../../words/members-of-play.ts';

/** The way to the members a play is about; nothing for a play about everybody. */
export function MembersLink(props: { play: string; tiers: readonly string[]; members: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = membersOfPlay(props.play, props.tiers);
  if (!list || props.members === 0) return null;
  return (
    <Link to="/c/$community/members" from="/c/$community" search={list.search}>
      <Button size="small" tabIndex={-1}>
        {list.exact && props.members !== null
          ? t('plays.see', { count: props.members, shown: format.count(props.members) })
          : t('plays.seeNear')}
      </Button>
    </Link>
  );
}
