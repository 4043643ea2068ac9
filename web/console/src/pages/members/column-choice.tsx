import { TableOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Column } from './columns.tsx';

/** Which columns to show. */
export function ColumnChoice(props: {
  columns: readonly Column[];
  hidden: readonly string[];
  onChange: (hidden: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const { columns, hidden, onChange } = props;
  const content = (
    <div className="q-column-choice">
      {columns.map(({ key, label }) => (
        <Checkbox
          key={key}
          checked={!hidden.includes(key)}
          onChange={(event) =>
            onChange(event.target.checked ? hidden.filter((name) => name !== key) : [...hidden, key])
          }
        >
          {label}
        </Checkbox>
      ))}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button icon={<TableOutlined />}>{t('members.columns')}</Button>
    </Popover>
  );
}
