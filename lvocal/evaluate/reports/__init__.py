"""Findings as pages to read: tables, drawings, contact sheets."""
