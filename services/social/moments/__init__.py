"""Moments: what somebody shows their friends, with likes and comments."""

from services.social.moments.records import Comment, Feed, Moment, feed, find_moment, moment_card
from services.social.moments.service import (
    COMMENT_MAX,
    TEXT_MAX,
    CommentTooLong,
    MomentChanged,
    MomentGone,
    MomentTooLong,
    comment,
    erase,
    forget_moments,
    like,
    look,
    post,
)
