import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Introduction } from '../../api/introductions.ts';

const LANGUAGES = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'English' },
] as const;
type Language = (typeof LANGUAGES)[number]['value'];

/** A message to both, in either language, to change and to copy. */
export function MessageToSend({ text }: Pick<Introduction, 'text'>) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const [language, setLanguage] = useState<Language>(i18n.language === 'en' ? 'en' : 'zh-CN');
  const [written, setWritten] = useState<Partial<Record<Language, string>>>({});
  const value = written[language] ?? text[language];
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      void message.success(t('introduce.copied'));
    } catch {
      // Browsers refuse it outside of https; the text can be selected.
      void message.error(t('introduce.notCopied'));
    }
  };
  return (
    <div className="q-introduce-text">
      <div className="q-introduce-text-head">
        <Segmented<Language>
          size="small"
          aria-label={t('introduce.language')}
          value={language}
          onChange={setLanguage}
          options={[...LANGUAGES]}
        />
        <Button size="small" icon={<CopyOutlined />} onClick={() => void copy()}>
          {t('introduce.copy')}
        </Button>
      </div>
      <Input.TextArea
        aria-label={t('introduce.text')}
        lang={language}
        autoSize={{ minRows: 2, maxRows: 6 }}
        value={value}
        onChange={(event) => setWritten({ ...written, [language]: event.target.value })}
      />
      <p className="q-faint q-small">{t('introduce.textNote')}</p>
    </div>
  );
}
