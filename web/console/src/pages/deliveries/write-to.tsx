import { SendOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import './deliveries.css';

/** The way to a message for a segment or a member, for whoever may send. */
export function WriteTo(to: { segment: string } | { member: string }) {
  const { t } = useTranslation();
  const community = useCommunity();
  if (!useRight('deliveries.manage')) return null;
  return (
    <Link to="/c/$community/deliveries/new" params={{ community: community.key }} search={to} className="q-link-button">
      <SendOutlined aria-hidden />
      <span>{t('deliveries.writeTo')}</span>
    </Link>
  );
}
