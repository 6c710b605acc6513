"""Pushes what is published of contacts into a CRM: docs/crm_sync.md."""
