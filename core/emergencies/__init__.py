"""Emergencies: hearing one in what somebody writes, and the numbers the office has tested."""
