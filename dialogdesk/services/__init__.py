"""What a user can do: functions, the desk first."""
