using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Compiled access to a public field or property, whatever the visibility of its class.</summary>
internal static class MemberAccess
{
    public static Func<TRow, T> Reader<TRow, T>(MemberInfo member)
        where TRow : class
    {
        if (member is PropertyInfo { CanRead: true } property && property.GetMethod.ReturnType == typeof(T))
            return property.GetMethod.CreateDelegate<Func<TRow, T>>();
        ParameterExpression row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, T>>(Expression.MakeMemberAccess(row, member), row).Compile();
    }

    public static Action<TRow, T> Writer<TRow, T>(MemberInfo member)
        where TRow : class
    {
        switch (member)
        {
            case PropertyInfo property:
                return property.SetMethod.CreateDelegate<Action<TRow, T>>();
            case FieldInfo { IsInitOnly: true } field:
                return (row, value) => field.SetValue(row, value);
        }
        ParameterExpression target = Expression.Parameter(typeof(TRow));
        ParameterExpression newValue = Expression.Parameter(typeof(T));
        return Expression.Lambda<Action<TRow, T>>(Expression.Assign(Expression.MakeMemberAccess(target, member), newValue), target, newValue).Compile();
    }

    /// <summary>A reader, or null when the member cannot be read.</summary>
    public static Func<TRow, T> ReaderOrNull<TRow, T>(MemberInfo member)
        where TRow : class
        => member is PropertyInfo property && property.GetGetMethod() == null ? null : Reader<TRow, T>(member);
}
