import { TableOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Column } from './columns.tsx';

/** Which columns to show. */
export function ColumnChoice(props: {
  columns: readonly Column[];
  isShown: (key: string) => boolean;
  onChange: (key: string, shown: boolean) => void;
}) {
  const { t } = useTranslation();
  const { columns, isShown, onChange } = props;
  const content = (
    <div className="q-column-choice">
      {columns.map(({ key, label }) => (
        <Checkbox key={key} checked={isShown(key)} onChange={(event) => onChange(key, event.target.checked)}>
          {label}
        </Checkbox>
      ))}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button icon={<TableOutlined />}>
        <span className="q-tool-label">{t('members.columns')}</span>
      </Button>
    </Popover>
  );
}
