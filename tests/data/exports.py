"""Exports that several tests read, and what every loading needs."""

from datetime import datetime

KEY = b"k" * 32
LOADED_AT = datetime(2026, 11, 22)

ZENDESK = (
    "Summation column,Id,Requester,Requester id,Requester email,Assignee,Group,Subject,Tags,Status,Priority,Via,"
    "Ticket type,Created at,Updated at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,"
    "Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,"
    "First resolution time in minutes,Full resolution time in minutes,Requester wait time in minutes\n"
    "1,11,Ann,901,ann@x.org,Bob,First,Help me,vip,Solved,High,Mail,Question,2024-03-05 10:00:00,2024-03-06 10:00:00,"
    "2024-03-05 12:30:00,3,Good,1,2,0,1,30,25,120,150,40\n"
    "1,12,Eve,902,eve@x.org,,First,Secret,,Open,-,Chat,,2024-03-05 11:00:00,2024-03-05 11:00:00,,,Not Offered,1,0,0,0,"
    ",,,,\n"
    "1,13,Ann,901,ann@x.org,Bob,First,Again,,Closed,Low,Carrier pigeon,,2024-03-07 10:00,2024-03-08 10:00,"
    "2024-03-07 10:30,0,Offered,1,1,1,2,5,5,30,30,30\n"
)
