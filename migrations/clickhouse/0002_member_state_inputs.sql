-- What the schemes were decided from, so that a portrait can explain itself and an evaluation of the same day can be
-- brought up to date without reading everybody anew.
ALTER TABLE member_states
    ADD COLUMN contributions28   UInt32,
    ADD COLUMN expert            UInt8,
    ADD COLUMN orders            UInt32,
    ADD COLUMN last_purchase_day Date,     -- 1970-01-01 = never
    ADD COLUMN amount            Float64;  -- purchases less refunds, all time
