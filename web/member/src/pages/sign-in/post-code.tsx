import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/parts.tsx';

/** A code to be posted in a group: shown large, copied with a tap, with how long it still works. */
export function PostCode({ code, endsAt, onOver }: { code: string; endsAt: string; onOver: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const seconds = useSecondsUntil(endsAt, onOver);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied(true);
    } catch {
      // Where the browser refuses, the code is there to be held and copied.
      setCopied(false);
    }
  };
  return (
    <div className="m-form">
      <output className="m-code" aria-label={t('signIn.code')}>
        {code}
      </output>
      <Button kind="primary" wide onClick={() => void copy()}>
        {copied ? t('signIn.copied') : t('signIn.copy')}
      </Button>
      <p className="m-soft" role="timer">
        {t('signIn.left', { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') })}
      </p>
    </div>
  );
}

function useSecondsUntil(endsAt: string, onOver: () => void): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(endsAt) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => {
      const now = left();
      setSeconds(now);
      if (now === 0) onOver();
    }, 1000);
    return () => clearInterval(timer);
  });
  return seconds;
}
