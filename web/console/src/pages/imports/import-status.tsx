import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  LoadingOutlined,
  MinusCircleOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Import } from '../../api/imports.ts';

const ICONS = {
  ready: <ClockCircleOutlined />,
  running: <LoadingOutlined />,
  done: <CheckCircleFilled style={{ color: 'var(--q-success)' }} />,
  failed: <CloseCircleFilled style={{ color: 'var(--q-danger)' }} />,
  cancelled: <MinusCircleOutlined />,
  undoing: <LoadingOutlined />,
  undone: <UndoOutlined />,
} as const;

/** How far an import is: icon and word. */
export function ImportStatus({ status }: { status: Import['status'] }) {
  const { t } = useTranslation();
  return (
    <span className="q-badge">
      {ICONS[status]}
      {t(`imports.status.${status}`)}
    </span>
  );
}
