-- To find what a platform speaks of afterwards: a bounce, a message that could not be delivered.
CREATE INDEX deliveries_message ON deliveries (connection_id, message_id) WHERE message_id IS NOT NULL;
