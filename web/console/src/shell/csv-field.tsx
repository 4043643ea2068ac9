import { InboxOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CSV_FILES } from './file-button.tsx';

const MEGABYTE = 1_000_000;
/** Characters of a text that are drawn: a large file is not drawn line by line. */
const DRAWN = 20_000;

/** The text of a CSV: out of a file of at most `most` MB, or pasted. */
export function CsvField({ value, most, onChange }: { value: string; most: number; onChange: (csv: string) => void }) {
  const { t } = useTranslation();
  const [tooLarge, setTooLarge] = useState(false);
  const read = async (file: File | undefined) => {
    if (!file) return;
    const fits = file.size <= most * MEGABYTE;
    setTooLarge(!fits);
    onChange(fits ? await file.text() : '');
  };
  const whole = value.length <= DRAWN;
  return (
    <>
      <label className="q-csv-file">
        <InboxOutlined />
        <span>{t('csv.file')}</span>
        <input
          type="file"
          accept={CSV_FILES}
          className="q-hidden"
          onChange={(event) => void read(event.target.files?.[0])}
        />
      </label>
      {tooLarge ? <p className="q-field-error">{t('csv.tooLarge', { most })}</p> : null}
      <Input.TextArea
        aria-label={t('csv.paste')}
        placeholder={t('csv.paste')}
        autoSize={{ minRows: 4, maxRows: 10 }}
        value={whole ? value : `${value.slice(0, DRAWN)}…`}
        readOnly={!whole}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
}
