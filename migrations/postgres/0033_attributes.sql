-- Attributes: names and choices in a second language, the ones that every community starts with, and what was said
-- about keeping a value. Who refuses has a row without a value, so that nobody asks again and no import fills it in.
ALTER TABLE attribute_definitions
    ADD COLUMN name_en    text    NOT NULL DEFAULT '',
    ADD COLUMN choices_en text[]  NOT NULL DEFAULT '{}',   -- in the order of choices, or none at all
    ADD COLUMN built_in   boolean NOT NULL DEFAULT false,
    ADD COLUMN position   integer NOT NULL DEFAULT 1000,
    ADD COLUMN hidden_at  timestamptz,                     -- no longer asked or shown; values are kept
    ADD CHECK (cardinality(choices_en) IN (0, cardinality(choices)));

ALTER TABLE member_attributes
    ALTER COLUMN value DROP NOT NULL,
    ADD COLUMN set_by_kind text NOT NULL DEFAULT 'operator' CHECK (set_by_kind IN ('operator', 'token', 'system')),
    ADD COLUMN consent_at  timestamptz,
    ADD COLUMN consent_how text NOT NULL DEFAULT '' CHECK (length(consent_how) <= 200),
    DROP CONSTRAINT member_attributes_consent_check,
    ADD CHECK (consent IN ('given', 'refused', 'not_needed', 'unknown')),
    ADD CHECK ((consent = 'refused') = (value IS NULL));
