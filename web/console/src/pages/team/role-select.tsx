import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Role, ROLES } from '../../../../../src/modules/identity/contract.ts';
import { meQuery } from '../../api/session.ts';

/** The roles that the operator may give: only owners make owners. */
export function RoleSelect({
  value,
  onChange,
  ...control
}: {
  value: Role;
  onChange: (role: Role) => void;
  id?: string;
  'aria-label'?: string;
  loading?: boolean;
  disabled?: boolean;
}) {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const roles = ROLES.filter((role) => role === value || role !== 'owner' || me?.role === 'owner');
  return (
    <Select
      {...control}
      value={value}
      onChange={onChange}
      popupMatchSelectWidth={false}
      options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
    />
  );
}
